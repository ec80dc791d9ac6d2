const TOUR_KEPT_AS = 'comptoir.tour'

/** Whether the tour of the demo was offered on this device. */
export function wasTourOffered(storage: Storage): boolean {
  return storage.getItem(TOUR_KEPT_AS) === 'offered'
}

/** Notes that the tour was offered: it is offered once. */
export function noteTourOffered(storage: Storage): void {
  storage.setItem(TOUR_KEPT_AS, 'offered')
}
